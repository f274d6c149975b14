"""The look of Driehoek: base templates, design tokens, components, charts and number formats."""
