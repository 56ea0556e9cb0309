using Portal.Core.Changes.Lists;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

/// <summary>The resources of a change by their clusters' names.</summary>
internal static class ResourceRefs
{
    public static ResourceRefDto Of(ChangeView view, int ordinal)
    {
        var resource = view.Resources.Single(r => r.Ordinal == ordinal);
        return new(resource.Kind.Word, resource.Cluster, resource.Name);
    }

    public static ResourceRefDto Of(ChangeView view, ResourceRef on) =>
        new(on.Kind.Word, view.Resources.First(r => r.ClusterId == on.Cluster).Cluster, on.Name);
}
