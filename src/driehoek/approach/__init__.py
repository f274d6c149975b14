"""The approach of a case: definition, weighing, plan, actions, bottlenecks, products of the steps."""
