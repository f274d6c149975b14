"""Exchange: what OM, police and mayor ask and give each other, checked by the law before it leaves."""
