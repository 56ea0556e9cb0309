using Portal.Core;

namespace Portal.Web.Features.Requests;

/// <summary>What a form is opened for.</summary>
public abstract record RequestOf
{
    public sealed record New(string? Name) : RequestOf;

    public sealed record Change(string Cluster, string Name) : RequestOf;

    public sealed record Resubmission(ChangeId Id) : RequestOf;
}
