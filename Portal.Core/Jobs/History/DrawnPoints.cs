using System.Collections.Immutable;

namespace Portal.Core.Jobs.History;

/// <summary>How a job ran over a window.</summary>
/// <param name="Points">One for each step that is known, and one without figures where a gap begins. Oldest first.</param>
/// <param name="LeastRead">Records a second, of all readings of the window and not of the steps' means; null: not known.</param>
/// <param name="MostRead">Records a second, of all readings of the window and not of the steps' means; null: not known.</param>
public sealed record DrawnPoints(ImmutableArray<JobPoint> Points, double? LeastRead, double? MostRead);
