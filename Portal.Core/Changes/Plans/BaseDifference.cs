using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>What moved on an engine between two readings of a base, in words.</summary>
public static class BaseDifference
{
    /// <returns>The first difference; null when both are the same bytes.</returns>
    public static string? InWords(ResourceKinds kinds, EngineBase then, EngineBase now)
    {
        if (CanonicalForm.SameBase(then, now))
        {
            return null;
        }

        return then.EngineId != now.EngineId
            ? $"Another cluster answers at this address: {now.EngineId} instead of {then.EngineId}."
            : then.Resources.Select(r =>
                    Of(kinds.Of(then.Kind), r.Key, r.Value, now.Resources.GetValueOrDefault(r.Key))
                )
                .FirstOrDefault(words => words is not null)
                ?? "The cluster moved since the plan was computed.";
    }

    private static string? Of(IResourceKind kind, string name, ResourceBase? then, ResourceBase? now) =>
        (then, now) switch
        {
            (null, null) => null,
            (null, not null) => $"{name} appeared since the plan was computed.",
            (not null, null) => $"{name} disappeared since the plan was computed.",
            _ => kind.Moved(name, then, now),
        };
}
