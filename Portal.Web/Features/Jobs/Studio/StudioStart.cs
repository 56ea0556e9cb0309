using Portal.Core;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>What the studio begins with.</summary>
/// <param name="Draft">Goes on with this; null: a new one.</param>
/// <param name="Cluster">Of the topic that is read.</param>
/// <param name="Topic">The first query reads it.</param>
public sealed record StudioStart(DraftId? Draft, string? Cluster, string? Topic);
