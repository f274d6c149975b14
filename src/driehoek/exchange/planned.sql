-- What the database holds of planned powers against anyone: what was put to the other side stands still, what was
-- answered stays, and what was decided stays decided.

CREATE FUNCTION exchange_guard_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'A planned power is not deleted.';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'A planned power begins as a draft.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state IN ('decided', 'dropped') THEN
    RAISE EXCEPTION 'The planned power is over: % is refused.', TG_OP;
  END IF;
  IF (OLD.id, OLD.municipality_id, OLD.organisation_id, OLD.made_by_id, OLD.made_at, OLD.key)
     IS DISTINCT FROM (NEW.id, NEW.municipality_id, NEW.organisation_id, NEW.made_by_id, NEW.made_at, NEW.key) THEN
    RAISE EXCEPTION 'Whose planned power it is does not change.';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
       ('draft', 'announced'), ('draft', 'dropped'), ('announced', 'decided'), ('announced', 'dropped')) THEN
    RAISE EXCEPTION 'A planned power does not go from % to %.', OLD.state, NEW.state;
  END IF;
  IF OLD.state = 'announced' AND
     (OLD.told_to_id, OLD.problem_id, OLD.theme_id, OLD.power, OLD.title, OLD.place, OLD.reason, OLD.planned_for,
      OLD.object_until, OLD.announced_at, OLD.number, OLD.deadline_id)
     IS DISTINCT FROM
     (NEW.told_to_id, NEW.problem_id, NEW.theme_id, NEW.power, NEW.title, NEW.place, NEW.reason, NEW.planned_for,
      NEW.object_until, NEW.announced_at, NEW.number, NEW.deadline_id) THEN
    RAISE EXCEPTION 'It was announced: its content stands still.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_plannedpower
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_planned();

CREATE FUNCTION exchange_guard_objection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'An answer stays as it was given: % is refused.', TG_OP;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM exchange_plannedpower p WHERE p.id = NEW.planned_id AND p.state = 'announced'
                 AND p.told_to_id = NEW.organisation_id AND p.municipality_id = NEW.municipality_id) THEN
    RAISE EXCEPTION 'Only who was asked answers, and only while it is open.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_guard BEFORE INSERT OR UPDATE OR DELETE ON exchange_objection
  FOR EACH ROW EXECUTE FUNCTION exchange_guard_objection();

CREATE FUNCTION exchange_refuse_planned_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'TRUNCATE on % is refused.', TG_TABLE_NAME;
END $$;
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_plannedpower
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_planned_truncate();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON exchange_objection
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_refuse_planned_truncate();
