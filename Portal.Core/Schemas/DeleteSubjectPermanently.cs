using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>Deletes what a soft deletion left of a subject: its versions no longer answer by their ids either.</summary>
/// <param name="Versions">The numbers of all that goes, those that were deleted before too. Another one stops it: nobody approved that.</param>
[StoredAs("delete-subject-permanently")]
public sealed record DeleteSubjectPermanently(ResourceRef On, ImmutableArray<int> Versions) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete {On.Name} permanently";

    [JsonIgnore]
    public override string Done => $"{On.Name} deleted permanently";
}
