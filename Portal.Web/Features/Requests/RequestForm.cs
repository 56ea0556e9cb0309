using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Requests;

/// <summary>A request while it is typed: its resources, each with its kind's own fields, and the reason for all of them.</summary>
public sealed class RequestForm
{
    private readonly List<ResourceForm> _resources = [];
    private int _keys;

    public RequestForm(ResourceForm first) => Add(first);

    public IReadOnlyList<ResourceForm> Resources => _resources;

    public ResourceForm First => _resources[0];

    public string Reason { get; set; } = "";

    public void Add(ResourceForm resource)
    {
        resource.Key = _keys++;
        _resources.Add(resource);
    }

    /// <summary>What came after it no longer waits for it. The last one stays: without any there is no request.</summary>
    public void Remove(ResourceForm resource)
    {
        if (_resources.Count == 1 || !_resources.Remove(resource))
        {
            return;
        }

        foreach (var other in _resources)
        {
            other.After.Remove(resource);
            if (other.Beside?.Leader == resource)
            {
                other.StandAlone();
            }
        }
    }

    public int PlaceOf(ResourceForm resource) => _resources.IndexOf(resource);

    /// <param name="clusterOf">The cluster a resource is to be on, as far as it is known.</param>
    public ChangeDraft Draft(Func<ResourceForm, RequestCluster?> clusterOf) =>
        new("", Reason, First.Owner, [.. _resources.Select(resource => Draft(resource, clusterOf(resource)))]);

    private ResourceDraft Draft(ResourceForm resource, RequestCluster? cluster) =>
        new(
            resource.Kind,
            resource.Operation,
            resource.Cluster,
            resource.IsSettled ? resource.Name : resource.Name.Trim(),
            resource.IsDelete ? null : resource.Spec(cluster),
            // Typed when it was requested first; here it can only be kept or removed.
            TypedName: resource.IsDelete ? resource.Name : null,
            DependsOn: resource.After.Count == 0 ? null : [.. resource.After.Select(PlaceOf)],
            Base: resource.Base,
            Owner: resource.Owner == First.Owner ? null : resource.Owner,
            Labels: resource.Labels,
            BaseLabels: resource.Labels is null ? null : resource.Base?.Labels,
            IsPermanent: resource.Origin.IsPermanent
        );
}
