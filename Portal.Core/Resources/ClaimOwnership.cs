using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>Makes what nobody manages a team's, as it is. Nothing changes on its engine.</summary>
/// <param name="Owner">The name of the team that is to own it.</param>
/// <param name="Spec">What is wanted of it from then on, as its kind writes specs: what was there when the plan was made.</param>
[StoredAs("claim-ownership")]
public sealed record ClaimOwnership(ResourceRef On, string Owner, string Spec) : OwnershipStep(On)
{
    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("owner", null, Owner)];

    [JsonIgnore]
    public override string Title => $"Claim {On.Name} for {Owner}";

    [JsonIgnore]
    public override string Done => $"{On.Name} claimed for {Owner}";

    [JsonIgnore]
    public override (string How, string Who) TakenBack => ("a transfer", "both teams approve it");
}
