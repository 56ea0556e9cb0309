using System.Collections.Immutable;
using Portal.Core.Topics;

namespace Portal.Core.Schemas;

/// <summary>Who would miss a subject, as far as it was seen.</summary>
/// <param name="Topic">The topic that its name stands for; null where its name follows another strategy.</param>
/// <param name="IsTopicThere">It was seen on the cluster.</param>
/// <param name="Readers">Those of that topic.</param>
/// <param name="AreAllReaders">False: there may be readers that aren't named, see <see cref="SeenReaders.AreAll"/>.</param>
/// <param name="ReferredToBy">The subjects whose versions build on one of its own, by name.</param>
public sealed record SubjectUse(
    string? Topic,
    bool IsTopicThere,
    ImmutableArray<ReaderEvidence> Readers,
    bool AreAllReaders,
    ImmutableArray<string> ReferredToBy
);
