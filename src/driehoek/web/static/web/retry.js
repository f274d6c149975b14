// The page that says that the data is away: looks every few seconds whether it is back.
// A reading page then loads itself again; after a sent form the reader decides, so that no text is lost.

const line = document.getElementById("retry");
const seconds = Number(line?.dataset.seconds ?? 10);

async function isBack() {
  try {
    const answer = await fetch(window.location.href, { method: "HEAD", cache: "no-store", redirect: "manual" });
    return answer.status < 500;
  } catch {
    return false;
  }
}

async function look() {
  if (!(await isBack())) {
    const time = line.querySelector("time");
    const mark = document.documentElement.lang === "en" ? ":" : ".";
    if (time) time.textContent = new Date().toLocaleTimeString("nl-NL").replaceAll(":", mark);
    setTimeout(look, seconds * 1000);
    return;
  }
  if (line.dataset.reload === "yes") window.location.reload();
  else line.textContent = line.dataset.back;
}

if (line) setTimeout(look, seconds * 1000);
