using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Access;

/// <summary>
/// Makes a grant's entries be there, and writes down that they are the grant's, and until when. Entries that are there already become part
/// of it: the plan named them, and who approved it agreed that they end with it.
/// </summary>
/// <param name="Acls">All that the grant comes to.</param>
/// <param name="Added">Those that it didn't hold before, and those that it held and the cluster lacked.</param>
/// <param name="Act">"read orders".</param>
/// <param name="Topic">The topic's name where it is one; null for a pattern.</param>
/// <param name="TopicId">The id of the topic that has this name; null for a pattern, or when there was none yet.</param>
/// <param name="Before">When the grant ended until now; null where it is new or had no end.</param>
/// <param name="Expires">When it ends from now on; null: not by itself.</param>
[StoredAs("grant-access")]
public sealed record GrantAccess(
    ResourceRef On,
    string Principal,
    string Act,
    ImmutableArray<Acl> Acls,
    ImmutableArray<Acl> Added,
    string? Topic,
    string? TopicId,
    DateTimeOffset? Before,
    DateTimeOffset? Expires,
    bool IsNew
) : Step(On)
{
    /// <summary>It gives more access or more time than there was; a step that only shortens doesn't.</summary>
    [JsonIgnore]
    public bool IsWider => IsNew || !Added.IsEmpty || IsLonger;

    /// <summary>The end of a grant that was there moves later, or it has none any more.</summary>
    [JsonIgnore]
    public bool IsLonger => !IsNew && Before is { } before && (Expires is null || Expires > before);

    /// <summary>What it gives that wasn't allowed, or not for as long.</summary>
    [JsonIgnore]
    public ImmutableArray<Acl> Given => IsLonger ? Acls : Added;

    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => IsNew ? StepEffect.Makes : StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            .. Added.Select(acl => new FieldMove(acl.InWords(), IsNew ? null : "not allowed", "allowed")),
            .. IsNew || Before != Expires
                ? new[] { new FieldMove("expires", IsNew ? null : Until(Before), Until(Expires)) }
                : [],
        ];

    [JsonIgnore]
    public override string Title =>
        Added.IsEmpty && !IsNew ? $"Keep {On.Name} until {Until(Expires)}" : $"Allow {Principal} to {Act}";

    [JsonIgnore]
    public override string Done => $"{Principal} may {Act} until {Until(Expires)}";

    internal static string Until(DateTimeOffset? expires) => expires is { } at ? UtcTime.InWords(at) : "it is removed";
}
