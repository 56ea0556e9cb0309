namespace Portal.Core.Access;

/// <summary>A cluster as the evidence of a grant needs it: its ACLs live or as last seen, everything else as last seen.</summary>
/// <param name="Topics">With what weighs, by name.</param>
/// <param name="Groups">The names of its consumer groups.</param>
/// <param name="Teams">Who owns the service account that a principal is; one that isn't there is no account that the portal manages.</param>
/// <param name="Portal">The principal that the portal signs in as; null: not known.</param>
public sealed record AccessContext(
    AclsSeen Acls,
    IReadOnlyDictionary<string, TopicWeight> Topics,
    IReadOnlyCollection<string> Groups,
    IReadOnlyDictionary<string, TeamId> Teams,
    string? Portal
);
