using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Whether a document's request of a resource takes the place of a former request of it: nothing of that one is lost. Pure.</summary>
internal static class RequestedAnew
{
    /// <remarks>A document requests the whole of a resource. What a form edited of it is another wish, as is who owns it.</remarks>
    public static bool Holds(ResourceKinds kinds, ResourceRequest document, ResourceRequest former) =>
        former
            is {
                Base: null,
                IsPermanent: false,
                Operation: ResourceOperation.Create or ResourceOperation.Update or ResourceOperation.Delete
            }
        && (document.Wanted, former.Wanted) switch
        {
            (null, null) => true,
            ({ } now, { } then) => now.Replaces(then) && Holds(kinds.Of(former.On.Kind), now, then),
            _ => false,
        };

    // No document has what is for one change. What nobody may want of a new resource is done to what is there: it has to be the same.
    private static bool Holds(IResourceKind kind, ResourceSpec now, ResourceSpec then) =>
        kind.Between(then.Lasting, then).Count == 0
        && !then.CreationProblems().Any(problem => kind.Between(now, then).Any(move => move.Field == problem.Field));
}
