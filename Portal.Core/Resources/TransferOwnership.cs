using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>Gives a resource, of whatever kind, to another team. Nothing changes on its engine.</summary>
/// <param name="Before">The title of the team that owns it.</param>
/// <param name="After">The title of the team that is to own it.</param>
/// <param name="Along">What belongs to its owner and gets another one with it: grants on a topic.</param>
[StoredAs("transfer-ownership")]
public sealed record TransferOwnership(
    ResourceRef On,
    string Before,
    string After,
    ImmutableArray<FollowingOwner> Along
) : OwnershipStep(On)
{
    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            new("owner", Before, After),
            .. Along.Select(other => new FieldMove($"owner of {other.Name}", other.Before, other.After)),
        ];

    [JsonIgnore]
    public override string Title => $"Transfer {On.Name} from {Before} to {After}";

    [JsonIgnore]
    public override string Done => $"{On.Name} transferred from {Before} to {After}";

    [JsonIgnore]
    public override (string How, string Who) TakenBack => ("another transfer", "both teams approve it");
}

/// <summary>A resource whose owner changes because it belongs to the owner of another one. Owners are teams' titles.</summary>
public sealed record FollowingOwner(string Name, string Before, string After);
