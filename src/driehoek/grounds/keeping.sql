-- What the database holds of the registers that the officer keeps: what was said, drawn and registered stays.

CREATE TRIGGER grounds_signoff_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grounds_signoff
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_activityversion_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grounds_activityversion
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_sample_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON grounds_sample
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_sampledpurpose_kept BEFORE DELETE OR TRUNCATE ON grounds_sampledpurpose
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_remark_kept BEFORE DELETE OR TRUNCATE ON grounds_remark
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_source_kept BEFORE DELETE OR TRUNCATE ON grounds_source
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();
CREATE TRIGGER grounds_covenant_kept BEFORE DELETE OR TRUNCATE ON grounds_covenant
  FOR EACH STATEMENT EXECUTE FUNCTION grounds_refuse_change();

-- Of a remark only the answer comes later, once.
CREATE FUNCTION grounds_keep_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL
     OR (NEW.id, NEW.municipality_id, NEW.rule, NEW.rule_version, NEW.digest, NEW.text, NEW.made_by_id, NEW.made_at)
        IS DISTINCT FROM
        (OLD.id, OLD.municipality_id, OLD.rule, OLD.rule_version, OLD.digest, OLD.text, OLD.made_by_id, OLD.made_at)
  THEN
    RAISE EXCEPTION 'A remark stays as it was made, and is settled once.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_remark_as_made BEFORE UPDATE ON grounds_remark
  FOR EACH ROW EXECUTE FUNCTION grounds_keep_remark();

-- What was drawn stays drawn; only its rating changes.
CREATE FUNCTION grounds_keep_drawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.municipality_id, NEW.sample_id, NEW."grant", NEW.place)
     IS DISTINCT FROM (OLD.id, OLD.municipality_id, OLD.sample_id, OLD."grant", OLD.place) THEN
    RAISE EXCEPTION 'What was drawn stays as it was drawn.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_sampledpurpose_as_drawn BEFORE UPDATE ON grounds_sampledpurpose
  FOR EACH ROW EXECUTE FUNCTION grounds_keep_drawn();

-- A source of personal data comes in with an allowed decision about itself, made today; after that it can only end.
CREATE FUNCTION grounds_keep_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT grounds_allows(NEW.decision, 'grounds.source', NEW.id) THEN
      RAISE EXCEPTION 'A source of personal data needs a decision of the law that allows it.';
    END IF;
    -- The decision was about these very data, for this purpose, about these people.
    IF NOT EXISTS (
      SELECT 1 FROM grounds_decision d
       WHERE d.id = NEW.decision AND d.proposal ->> 'purpose' = NEW.purpose AND d.proposal ->> 'subject' = NEW.subject
         AND (SELECT array_agg(one ORDER BY one COLLATE "C")
                FROM jsonb_array_elements_text(d.proposal -> 'data_categories') AS one) = NEW.categories::text[]
    ) THEN
      RAISE EXCEPTION 'The decision of the law was about something else than this source.';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL
     OR (NEW.id, NEW.municipality_id, NEW.problem_id, NEW.organisation_id, NEW.purpose, NEW.categories, NEW.subject,
         NEW.covenant_id, NEW.decision, NEW.made_by_id, NEW.made_at)
        IS DISTINCT FROM
        (OLD.id, OLD.municipality_id, OLD.problem_id, OLD.organisation_id, OLD.purpose, OLD.categories, OLD.subject,
         OLD.covenant_id, OLD.decision, OLD.made_by_id, OLD.made_at)
  THEN
    RAISE EXCEPTION 'A source of personal data stays as it was allowed, until it ends.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER grounds_source_as_allowed BEFORE INSERT OR UPDATE ON grounds_source
  FOR EACH ROW EXECUTE FUNCTION grounds_keep_source();
