using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>The kinds as forms ask for them.</summary>
public sealed class KindForms(IEnumerable<IKindForm> forms)
{
    private readonly Dictionary<ResourceKind, IKindForm> _byKind = forms.ToDictionary(f => f.Kind);

    /// <summary>By their titles.</summary>
    public IReadOnlyList<IKindForm> All { get; } = [.. forms.OrderBy(f => f.List.Title, StringComparer.Ordinal)];

    public IKindForm Of(ResourceKind kind) => _byKind[kind];
}
