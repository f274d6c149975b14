"""The information position: needs, agreements, deliveries, items, ratings, questions, and the gap between them."""
