using Portal.Core;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Pages;

namespace Portal.Web.Features.Requests;

/// <summary>New requests that begin as something else is: its settings and texts, with no credential among them.</summary>
public sealed class RequestCopies(
    IClusterHealth health,
    KindForms kinds,
    ResourceKinds resources,
    ManagedSpecs managed,
    ChangeDetails changes,
    RequestViews views
)
{
    /// <summary>What the portal wants of another, for a new one; null when it manages none of that name.</summary>
    public async Task<ResourceForm?> OfResource(ResourceKind kind, Original original, CancellationToken stop) =>
        IdOf(original.Cluster) is { } id && await managed.Of(new(kind, id, original.Name), stop) is { } there
            ? Copy(kind, there.Spec, "", "", there.Owner)
            : null;

    /// <summary>
    /// Everything that a change requested, to be requested once more: what it created under other names, what it changed as that
    /// is now. Nothing else is copied: a deletion is requested from the resource's own page, with its name typed, and who owns something
    /// from then on isn't decided twice.
    /// </summary>
    public async Task<ViewState<RequestView>> OfChange(ChangeId id, CancellationToken stop)
    {
        if (await changes.Get(id, stop) is not { } change)
        {
            return new ViewState<RequestView>.NotFound($"There is no change #{id}", "It can't be requested again.");
        }

        var copies = new List<(ChangeResourceView Asked, ResourceForm Form)>();
        foreach (var asked in change.Resources.Where(r => r.IsRepeatable))
        {
            if (await Copy(change, asked, stop) is { } form)
            {
                copies.Add((asked, form));
            }
        }

        if (copies.Count == 0)
        {
            return new ViewState<RequestView>.NotFound(
                $"Nothing of change #{id} can be requested again",
                "Only what a change created or edited can be, while the portal manages what it edited."
            );
        }

        var request = new RequestForm(copies[0].Form) { Reason = change.Reason };
        copies.Skip(1).ToList().ForEach(copy => request.Add(copy.Form));
        foreach (var (asked, form) in copies)
        {
            copies.Where(c => asked.DependsOn.Contains(c.Asked.Ordinal)).ToList().ForEach(c => form.After.Add(c.Form));
            Lead(copies.Select(c => c.Form), form);
        }

        return new ViewState<RequestView>.Ready(await views.Of(request, stop));
    }

    // An update begins from what is there now: the old edit is laid over it again.
    private async Task<ResourceForm?> Copy(ChangeView former, ChangeResourceView asked, CancellationToken stop)
    {
        if (asked.Operation == ResourceOperation.Create)
        {
            return Copy(asked.Kind, asked.Wanted!, asked.Name, asked.Cluster, asked.Owner);
        }

        if (await managed.Of(asked.On, stop) is not { } now)
        {
            return null;
        }

        var again = await kinds.Of(asked.Kind).Again(former, asked, now.Spec, Over(asked, now.Spec), stop);
        return kinds.Filled(
            new(ResourceOperation.Update, again, now.Spec),
            asked.Kind,
            asked.Cluster,
            asked.Name,
            now.Owner
        );
    }

    private ResourceSpec Over(ChangeResourceView asked, ResourceSpec now)
    {
        var wanted = asked.Base is { } origin
            ? resources.Of(asked.Kind).Merge(now, origin, asked.Wanted!)
            : asked.Wanted!;
        return asked.KeepsLabels ? wanted with { Labels = now.Labels } : wanted;
    }

    private ResourceForm Copy(ResourceKind kind, ResourceSpec spec, string name, string cluster, string owner) =>
        kinds.Filled(new(ResourceOperation.Create, spec, null, IsCopy: true), kind, cluster, name, owner);

    // A schema that was requested with its topic follows the new topic's name as well.
    private void Lead(IEnumerable<ResourceForm> all, ResourceForm resource)
    {
        var leads =
            from leader in all
            from companion in kinds.CompanionsOf(leader.Kind)
            where
                leader.Origin.IsCopy
                && resource.Origin.IsCopy
                && companion.Kind == resource.Kind
                && leader.Cluster == resource.Cluster
                && resource.NameBeside(leader, companion) == resource.Name
            select (leader, companion);
        if (leads.FirstOrDefault() is ({ } found, var how))
        {
            var name = resource.Name;
            resource.GoWith(found, how);
            resource.Name = name;
        }
    }

    private ClusterId? IdOf(string cluster) => health.Current.Values.FirstOrDefault(known => known.Name == cluster)?.Id;
}
