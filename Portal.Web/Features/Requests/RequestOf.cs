using Portal.Core;
using Portal.Core.Resources;

namespace Portal.Web.Features.Requests;

/// <summary>What a form is opened for.</summary>
public abstract record RequestOf
{
    public sealed record New(ResourceKind Kind, string? Name = null) : RequestOf;

    public sealed record Change(ResourceKind Kind, string Cluster, string Name) : RequestOf;

    public sealed record Resubmission(ChangeId Id) : RequestOf;
}
