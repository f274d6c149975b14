-- What was taken over stays as it was, and a trail only goes forward: also for statements that no service makes.

CREATE FUNCTION theme_templates_keep_adoption() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.municipality_id, NEW.template, NEW.edition, NEW.name, NEW.content, NEW.theme_id, NEW.starts_on,
      NEW.round, NEW.previous_id, NEW.by_id, NEW.at)
     IS DISTINCT FROM
     (OLD.id, OLD.municipality_id, OLD.template, OLD.edition, OLD.name, OLD.content, OLD.theme_id, OLD.starts_on,
      OLD.round, OLD.previous_id, OLD.by_id, OLD.at) THEN
    RAISE EXCEPTION 'what was taken over is kept as it was' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'running' THEN
    RAISE EXCEPTION 'a trail that ended stays as it is' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER theme_templates_adoption_kept BEFORE UPDATE ON theme_templates_adoption
  FOR EACH ROW EXECUTE FUNCTION theme_templates_keep_adoption();

CREATE FUNCTION theme_templates_keep_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.municipality_id, NEW.adoption_id, NEW.place, NEW.key, NEW.kind)
     IS DISTINCT FROM (OLD.id, OLD.municipality_id, OLD.adoption_id, OLD.place, OLD.key, OLD.kind) THEN
    RAISE EXCEPTION 'a step stays the step that it is' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM theme_templates_adoption a WHERE a.id = OLD.adoption_id AND a.state = 'running') THEN
    RAISE EXCEPTION 'the steps of a trail that ended stay as they are' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER theme_templates_step_kept BEFORE UPDATE ON theme_templates_step
  FOR EACH ROW EXECUTE FUNCTION theme_templates_keep_step();
