"""Resolution across articles: near-duplicates to stories, mentions to actors, events to initiatives."""
