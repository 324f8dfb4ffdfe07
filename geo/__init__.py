"""The core: documents in, events with places out. No web framework, no HTML."""
