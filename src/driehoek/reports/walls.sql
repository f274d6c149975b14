-- What the database holds of reports against anyone: states go forward, what was sent stands still while it is checked,
-- what is fixed stays. Functions that look past row-level security do one narrow thing each (access/identity.sql).

-- The next number of a report in the acting person's municipality and a year; nothing but that number comes out.
CREATE FUNCTION reports_next_number(in_year integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  here uuid := nullif(current_setting('app.municipality', true), '')::uuid;
  before text := coalesce(current_setting('app.maintenance', true), '');
  following integer;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('report-number:' || here::text, 0));
  SELECT coalesce(max(split_part(r.number, '-', 3)::integer), 0) + 1 INTO following FROM reports_report r
   WHERE r.municipality_id = here AND r.number LIKE 'R-' || in_year || '-%';
  PERFORM set_config('app.maintenance', before, true);
  RETURN following;
END $$;

CREATE FUNCTION reports_state_of(which uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.maintenance', true), '');
  found text;
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT r.state INTO found FROM reports_report r WHERE r.id = which;
  PERFORM set_config('app.maintenance', before, true);
  RETURN found;
END $$;

CREATE FUNCTION reports_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A report is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'A report begins as a draft.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = 'fixed' THEN
    RAISE EXCEPTION 'The report is fixed: % is refused.', TG_OP;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.delivery_id, OLD.supplements_id, OLD.supplier_id, OLD.theme_id, OLD.problem_id)
     IS DISTINCT FROM
     (NEW.id, NEW.municipality_id, NEW.delivery_id, NEW.supplements_id, NEW.supplier_id, NEW.theme_id, NEW.problem_id)
  THEN
    RAISE EXCEPTION 'What a report is about does not change.';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'sent'), ('sent', 'returned'), ('returned', 'sent'), ('sent', 'checked'), ('checked', 'returned'),
       ('checked', 'fixed')) THEN
    RAISE EXCEPTION 'A report does not go from % to %.', OLD.state, NEW.state;
  END IF;
  IF OLD.state IN ('sent', 'checked') AND (OLD.gist, OLD.status, OLD.sent_at, OLD.as_of, OLD.author_id)
     IS DISTINCT FROM (NEW.gist, NEW.status, NEW.sent_at, NEW.as_of, NEW.author_id) THEN
    RAISE EXCEPTION 'The report was sent: its content stands still.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_guard BEFORE INSERT OR UPDATE OR DELETE ON reports_report
  FOR EACH ROW EXECUTE FUNCTION reports_guard_report();

-- Sections, figures and flags are written in a draft or a returned report, and nowhere else.
CREATE FUNCTION reports_guard_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND reports_state_of(OLD.report_id) NOT IN ('draft', 'returned'))
     OR (TG_OP <> 'DELETE' AND reports_state_of(NEW.report_id) NOT IN ('draft', 'returned')) THEN
    RAISE EXCEPTION 'The report was sent: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_guard BEFORE INSERT OR UPDATE OR DELETE ON reports_section
  FOR EACH ROW EXECUTE FUNCTION reports_guard_content();
CREATE TRIGGER reports_guard BEFORE INSERT OR UPDATE OR DELETE ON reports_figure
  FOR EACH ROW EXECUTE FUNCTION reports_guard_content();

-- A flag that reached the mayor stays as it was.
CREATE FUNCTION reports_guard_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.item_id IS NOT NULL THEN
    RAISE EXCEPTION 'The mayor was told: % on % is refused.', TG_OP, TG_TABLE_NAME;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_guard BEFORE INSERT OR UPDATE OR DELETE ON reports_flag
  FOR EACH ROW EXECUTE FUNCTION reports_guard_content();
CREATE TRIGGER reports_guard_told BEFORE UPDATE OR DELETE ON reports_flag
  FOR EACH ROW EXECUTE FUNCTION reports_guard_flag();

-- A question is asked while a report is checked, and stays as it was asked; its answer comes while it is returned.
CREATE FUNCTION reports_guard_remark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text := reports_state_of(CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END);
BEGIN
  IF TG_OP = 'DELETE' OR state = 'fixed' THEN
    RAISE EXCEPTION '% on % is refused: what was asked stays.', TG_OP, TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'UPDATE' AND (state <> 'returned'
     OR (OLD.report_id, OLD.heading, OLD.label, OLD.text, OLD.asked_by_id, OLD.asked_at)
     IS DISTINCT FROM (NEW.report_id, NEW.heading, NEW.label, NEW.text, NEW.asked_by_id, NEW.asked_at)) THEN
    RAISE EXCEPTION 'Only the answer to a question is written, while the report is returned.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_guard BEFORE INSERT OR UPDATE OR DELETE ON reports_remark
  FOR EACH ROW EXECUTE FUNCTION reports_guard_remark();

CREATE FUNCTION reports_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % is refused.', TG_TABLE_NAME;
END $$;
CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports_report
  FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate();
CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports_section
  FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate();
CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports_figure
  FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate();
CREATE TRIGGER reports_no_truncate BEFORE TRUNCATE ON reports_flag
  FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_truncate();
