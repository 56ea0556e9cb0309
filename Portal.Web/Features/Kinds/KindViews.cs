using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>The kinds as pages show them.</summary>
public sealed class KindViews(IEnumerable<IKindView> views)
{
    private readonly Dictionary<ResourceKind, IKindView> _byKind = views.ToDictionary(v => v.Kind);

    public IKindView Of(ResourceKind kind) => _byKind[kind];
}
