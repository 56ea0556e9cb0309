using Portal.Core;
using Portal.Core.Resources;

namespace Portal.Web.Features.Requests;

/// <summary>What a form is opened for.</summary>
public abstract record RequestOf
{
    /// <param name="Name">What it may be called; null: nothing was suggested.</param>
    /// <param name="Cluster">Where it may be; null: the nearest.</param>
    public sealed record New(ResourceKind Kind, string? Name = null, string? Cluster = null) : RequestOf;

    public sealed record Change(ResourceKind Kind, string Cluster, string Name) : RequestOf;

    public sealed record Resubmission(ChangeId Id) : RequestOf;
}
