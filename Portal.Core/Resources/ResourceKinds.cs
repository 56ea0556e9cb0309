namespace Portal.Core.Resources;

/// <summary>The kinds that there are, and what is asked of a kind for any resource.</summary>
public sealed class ResourceKinds(IEnumerable<IResourceKind> kinds)
{
    private readonly Dictionary<ResourceKind, IResourceKind> _byKind = kinds.ToDictionary(k => k.Kind);

    public IReadOnlyCollection<IResourceKind> All => _byKind.Values;

    public IResourceKind Of(ResourceKind kind) =>
        Find(kind) ?? throw new InvalidOperationException($"There is no kind {kind}.");

    /// <summary>Null when there is no such kind.</summary>
    public IResourceKind? Find(ResourceKind kind) => _byKind.GetValueOrDefault(kind);

    /// <summary>What is wrong with a kind that isn't there, in words for who named it.</summary>
    public string NoSuch(ResourceKind kind) =>
        $"There is no kind named {kind}; there is {string.Join(", ", All.Select(k => k.Kind.Word).Order(StringComparer.Ordinal))}.";

    /// <summary>
    /// What is wanted of a resource that is <paramref name="now"/>: with a base, only what its person changed is changed,
    /// and a criticality that rose since this was sent stays. Null for a delete.
    /// </summary>
    public ResourceSpec? WantedOver(ResourceRequest request, ResourceSpec? now) =>
        (Requested(request, now), now) switch
        {
            ({ } requested, { Criticality: { } tier }) when KeepsTier(request, now) => requested.At(tier),
            var (requested, _) => requested,
        };

    /// <summary>What is wanted of the resource that is there; null for a delete.</summary>
    public ResourceSpec? WantedOf(ResourceRequest request, ResourceState? live) =>
        request.Wanted is { } wanted
            ? WantedOver(request, live is null ? null : Of(request.On.Kind).AsSpec(live, wanted))
            : null;

    /// <summary>Whether it says a lower criticality than the resource has <paramref name="now"/> without having seen so high a one.</summary>
    public bool KeepsTier(ResourceRequest request, ResourceSpec now) =>
        Requested(request, now)?.Criticality is { } requested
        && now.Criticality is { } tier
        && requested < tier
        && (request.TierWhenSent is not { } seen || tier > seen);

    /// <summary>Where the steps of one stand beside those of another, as either of their kinds says.</summary>
    public Precedence Order(ResourceRequest one, ResourceRequest other) =>
        (Of(one.On.Kind).Beside(one, other), Of(other.On.Kind).Beside(other, one)) switch
        {
            (Precedence.Either, Precedence.First) => Precedence.Last,
            (Precedence.Either, Precedence.Last) => Precedence.First,
            var (said, _) => said,
        };

    private ResourceSpec? Requested(ResourceRequest request, ResourceSpec? now) =>
        (request, now) switch
        {
            ({ Wanted: { } wanted, Base: { } origin }, not null) => Of(request.On.Kind).Merge(now, origin, wanted),
            ({ Wanted: { } wanted, KeepsLabels: true }, not null) => wanted with { Labels = now.Labels },
            _ => request.Wanted,
        };
}
