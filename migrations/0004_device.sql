-- What the models of a step computed on, as JSON: asked, obtained, half, fallback_because. NULL: none did.
ALTER TABLE step ADD COLUMN device TEXT;
