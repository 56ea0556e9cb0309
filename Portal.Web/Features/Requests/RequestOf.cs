using Portal.Core;
using Portal.Core.Resources;

namespace Portal.Web.Features.Requests;

/// <summary>What a form is opened for.</summary>
public abstract record RequestOf
{
    /// <param name="Name">What it may be called; null: nothing was suggested.</param>
    /// <param name="Cluster">Where it may be; null: the nearest.</param>
    /// <param name="IsStream">With what usually goes along with it.</param>
    /// <param name="Like">Begins as this resource is.</param>
    /// <param name="Answers">What its kind's own fields begin with, by their names in the address.</param>
    public sealed record New(
        ResourceKind Kind,
        string? Name = null,
        string? Cluster = null,
        bool IsStream = false,
        Original? Like = null,
        string? Answers = null
    ) : RequestOf;

    /// <param name="Answers">What of it is to be changed, by the names in the address; null: that is open.</param>
    public sealed record Change(ResourceKind Kind, string Cluster, string Name, string? Answers = null) : RequestOf;

    public sealed record Resubmission(ChangeId Id) : RequestOf;

    /// <summary>A new request that begins as this one was.</summary>
    public sealed record Copy(ChangeId Id) : RequestOf;
}

/// <summary>The resource that a new one begins as.</summary>
/// <param name="Cluster">By its name.</param>
public sealed record Original(string Cluster, string Name);
