using System.Text.Json;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Requests;

/// <summary>Writes a form into a draft and reads it again, as it was typed: half a name, half a schema.</summary>
public sealed class KeptForms(KindForms forms, ResourceKinds kinds, KindViews views)
{
    /// <param name="address">Where it is gone on with.</param>
    public DraftContent Write(RequestView view, string address)
    {
        var form = view.Form;
        var kept = new KeptRequest(
            form.Reason,
            [.. form.Resources.Select(resource => Of(form, resource))],
            view.Resubmits?.Id,
            view.Resubmits?.Version ?? 0
        );
        return new(Title(form), address, CoreJson.Write(kept));
    }

    /// <summary>The form, and the change that it sends again. Null when it can't be read any more, by a later version of the portal.</summary>
    public (RequestForm Form, (ChangeId Id, uint Version)? Resubmits)? Read(RequestDraft draft)
    {
        try
        {
            var kept = CoreJson.Read<KeptRequest>(draft.Form);
            List<ResourceForm> resources = [.. kept.Resources.Select(Form)];
            var request = new RequestForm(resources[0]) { Reason = kept.Reason };
            resources.Skip(1).ToList().ForEach(request.Add);
            foreach (var (resource, how) in resources.Zip(kept.Resources))
            {
                how.After.ToList().ForEach(place => resource.After.Add(resources[place]));
                Follow(resources, resource, how);
            }

            return (request, kept.Resubmits is { } id ? (id, kept.Version) : null);
        }
        catch (Exception unreadable)
            when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private KeptResource Of(RequestForm request, ResourceForm resource) =>
        new(
            resource.Kind,
            resource.Operation,
            resource.Origin.IsCopy,
            Spec(resource.Kind, resource.Current),
            Spec(resource.Kind, resource.Base),
            resource.Cluster,
            resource.Name,
            resource.Owner,
            resource.Description,
            resource.Beside is var (leader, _) ? request.PlaceOf(leader) : null,
            resource.Beside?.As.Suffix,
            [.. resource.After.Select(request.PlaceOf)],
            resource.Keep(),
            resource.Origin.IsPermanent,
            resource.Origin.KeepsLabels,
            resource.LabelText
        );

    private ResourceForm Form(KeptResource kept)
    {
        var origin = new FormOrigin(
            kept.Operation,
            Spec(kept.Kind, kept.Wanted),
            Spec(kept.Kind, kept.Base),
            kept.IsCopy,
            kept.IsPermanent,
            kept.KeepsLabels
        );
        var form = forms.Filled(origin, kept.Kind, kept.Cluster, kept.Name, kept.Owner);
        form.Description = kept.Description;
        form.LabelText = kept.Labels ?? form.LabelText;
        form.Restore(kept.Answers);
        return form;
    }

    private void Follow(List<ResourceForm> all, ResourceForm resource, KeptResource how)
    {
        if (
            how.Leader is { } place
            && forms.CompanionsOf(all[place].Kind).FirstOrDefault(c => c.Kind == how.Kind && c.Suffix == how.Suffix)
                is { } companion
        )
        {
            resource.GoWith(all[place], companion);
            resource.Name = how.Name;
        }
    }

    private string Title(RequestForm form)
    {
        var first = $"{views.Of(form.First.Kind).Noun} {form.First.Name.Trim()}".TrimEnd();
        var more = form.Resources.Count - 1;
        var named = char.ToUpperInvariant(first[0]) + first[1..];
        return form.First.Name.Trim().Length == 0 ? $"{named} without a name yet"
            : more == 0 ? named
            : $"{named} and {more} more";
    }

    private string? Spec(ResourceKind kind, ResourceSpec? spec) => spec is null ? null : kinds.Of(kind).WriteSpec(spec);

    private ResourceSpec? Spec(ResourceKind kind, string? json) => json is null ? null : kinds.Of(kind).ReadSpec(json);
}
