"""The register of models on disk: proposals, the champion, the history that is never shortened, and who follows it."""
