using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Web.Api.Kinds;

namespace Portal.Web.Api.Changes;

/// <summary>What is requested.</summary>
public sealed record ChangeRequestDto(
    [property: Description("The name of the team that owns, or will own, what names no owner of its own.")]
        string Owner,
    [property: Description("At most 50, or as many as `Portal:Requests:MostResources` sets."), MinLength(1)]
        IReadOnlyList<ResourceRequestDto> Resources,
    [property: Description("Empty: composed from the resources."), MaxLength(200)] string Title = "",
    [property: Description("Why; needed in production."), MaxLength(2_000)] string Reason = ""
)
{
    internal Outcome<ChangeDraft> Read(KindApis kinds)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var drafts = Resources
            .Index()
            .TakeWhile(_ => wrong.Count < Refusal.Enough)
            .Select(resource => Read(resource.Item, $"resources[{resource.Index}]", kinds, wrong))
            .ToList();
        return wrong.Count > 0
            ? Refusal.Invalid(wrong)
            : new ChangeDraft(Title, Reason, Owner, [.. drafts.OfType<ResourceDraft>()]);
    }

    // What is null in a list, no annotation of a type can refuse.
    private ResourceDraft? Read(
        ResourceRequestDto? resource,
        string field,
        KindApis kinds,
        Dictionary<string, string> wrong
    )
    {
        if (resource is null)
        {
            wrong[field] = "It is null. Leave it out, or put a resource in its place.";
            return null;
        }

        var kind = new ResourceKind(resource.Kind);
        var owner = resource.Owner ?? Owner;
        return new ResourceDraft(
            kind,
            resource.Operation,
            resource.Cluster,
            resource.Name,
            Spec(resource.Spec, "spec"),
            resource.TypedName,
            resource.DependsOn,
            Spec(resource.Base, "base"),
            resource.Owner,
            Labels(resource.Labels, "labels"),
            Labels(resource.BaseLabels, "baseLabels"),
            resource.Permanent == true
        );

        Labels? Labels(IReadOnlyDictionary<string, string>? given, string part)
        {
            var nulls = (given ?? ImmutableDictionary<string, string>.Empty).Where(l => l.Value is null);
            foreach (var (key, _) in nulls.Take(Refusal.Enough))
            {
                wrong[$"{field}.{part}.{key}"] = "It is null; leave the label out to remove it.";
            }

            return given is null || wrong.Count > 0 ? null : new(given);
        }

        ResourceSpec? Spec(JsonElement? given, string part)
        {
            var (spec, problem) = kinds.Read(kind, given, owner);
            if (problem is not null)
            {
                wrong[$"{field}.{part}{problem.Field}"] = problem.Words;
            }

            return spec;
        }
    }
}

/// <summary>One resource of a request.</summary>
public sealed record ResourceRequestDto(
    [property: Description("topic, …")] string Kind,
    ResourceOperation Operation,
    [property: Description("The cluster's name."), MinLength(1)] string Cluster,
    [property: MinLength(1)] string Name,
    [property: Description("The name of its team; the request's owner when left out.")] string? Owner = null,
    [property: Description("What the resource should be like, in the form of its kind; left out for a delete.")]
    [property: OfKind(KindPart.Spec, IsNullable = true)]
        JsonElement? Spec = null,
    [property: Description("For a delete: the resource's name, once more.")] string? TypedName = null,
    [property: Description("Positions in this request whose steps come first.")] IReadOnlyList<int>? DependsOn = null,
    [property: Description(
        "For an update: the spec that was read and edited. Only what differs from it is changed, also when others change the resource meanwhile. Left out: the spec is wanted as a whole."
    )]
    [property: OfKind(KindPart.Spec, IsNullable = true)]
        JsonElement? Base = null,
    [property: Description("All labels that it should have, by key; left out: those that it has when this is applied.")]
        IReadOnlyDictionary<string, string>? Labels = null,
    [property: Description(
        "With a base and labels: the labels that were read and edited. Only what differs from them is changed, also when others change the labels meanwhile. Left out: those that it has when this is sent."
    )]
        IReadOnlyDictionary<string, string>? BaseLabels = null,
    [property: Description(
        "For the delete of a schema: true, and its versions no longer answer by their ids either. Otherwise it is deleted softly."
    )]
        bool? Permanent = null
);
