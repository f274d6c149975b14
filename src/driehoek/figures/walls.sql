-- Observations have no foreign keys that are checked row by row; these triggers keep what they point at.

CREATE FUNCTION figures_keep_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'figures_series' THEN
    IF EXISTS (SELECT 1 FROM figures_observation WHERE series_id = OLD.id) THEN
      RAISE EXCEPTION 'series % still has observations', OLD.id USING ERRCODE = 'foreign_key_violation';
    END IF;
  ELSIF EXISTS (SELECT 1 FROM figures_observation WHERE run_id = OLD.id) THEN
    RAISE EXCEPTION 'import run % still has observations', OLD.id USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER figures_series_used BEFORE DELETE ON figures_series
  FOR EACH ROW EXECUTE FUNCTION figures_keep_used();
CREATE TRIGGER figures_importrun_used BEFORE DELETE ON figures_importrun
  FOR EACH ROW EXECUTE FUNCTION figures_keep_used();
