using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>The kinds as forms ask for them.</summary>
public sealed class KindForms(IEnumerable<IKindForm> forms)
{
    private readonly Dictionary<ResourceKind, IKindForm> _byKind = forms.ToDictionary(f => f.Kind);

    /// <summary>By their titles.</summary>
    public IReadOnlyList<IKindForm> All { get; } = [.. forms.OrderBy(f => f.List.Title, StringComparer.Ordinal)];

    public IKindForm Of(ResourceKind kind) => _byKind[kind];

    /// <summary>The form of a resource with this name, place and owner.</summary>
    public ResourceForm Filled(FormOrigin origin, ResourceKind kind, string cluster, string name, string owner)
    {
        var form = Of(kind).Open(origin);
        (form.Cluster, form.Name, form.Owner) = (cluster, name, owner);
        return form;
    }

    /// <summary>What may be requested along with one of a kind, the usual first.</summary>
    public IReadOnlyList<Companion> CompanionsOf(ResourceKind kind) =>
        [.. All.SelectMany(form => form.Companions).Where(companion => companion.Of == kind)];
}
