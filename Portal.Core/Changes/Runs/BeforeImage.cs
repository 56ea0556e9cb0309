using Portal.Core.Topics;

namespace Portal.Core.Changes.Runs;

/// <summary>What was there when a step's intent was written; null topic: nothing was.</summary>
public sealed record BeforeImage(LiveTopic? Topic);
