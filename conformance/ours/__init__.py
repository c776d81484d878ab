"""Our own evaluators, each a module that answers cases."""
