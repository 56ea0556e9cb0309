using Microsoft.AspNetCore.Components;
using Portal.Core.Changes.Lists;
using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>A kind of resource in the form of a request: what a person is asked, and what becomes of the answers.</summary>
public interface IKindForm
{
    ResourceKind Kind { get; }

    /// <summary>Several of them, as their list is titled, and where it is.</summary>
    (string Title, string Address) List { get; }

    /// <summary>What the form of a new one begins with.</summary>
    string Lede { get; }

    FormHints Hints { get; }

    /// <summary>As what it goes along with others, the usual first; as nothing for most.</summary>
    IReadOnlyList<Companion> Companions => [];

    /// <summary>Whose it is, where nobody chooses that; null: a person chooses one of their teams.</summary>
    string? OwnerNote => null;

    ResourceForm Open(FormOrigin origin);

    /// <summary>What the form of a change to one shows at first, where the address says what it is for: as it is now for most.</summary>
    /// <param name="cluster">Its name.</param>
    /// <param name="answers">As <see cref="ResourceForm.BeginWith"/> takes them.</param>
    Task<ResourceSpec> First(string cluster, string name, ResourceSpec now, string answers, CancellationToken stop) =>
        Task.FromResult(now);

    /// <summary>What the form of an edit that is requested once more shows at first: that edit, laid over what is wanted by now, for most.</summary>
    /// <param name="former">The change that requested it.</param>
    /// <param name="edit">It, as it was requested then.</param>
    /// <param name="over">It, laid over <paramref name="now"/>.</param>
    Task<ResourceSpec> Again(
        ChangeView former,
        ChangeResourceView edit,
        ResourceSpec now,
        ResourceSpec over,
        CancellationToken stop
    ) => Task.FromResult(over);

    /// <summary>Those that can hold one, in the same order.</summary>
    /// <param name="clusters">Those with Kafka, where it needs that.</param>
    Task<IReadOnlyList<RequestCluster>> Among(IReadOnlyList<RequestCluster> clusters, CancellationToken stop);

    /// <summary>Why no cluster can be chosen, when none can hold one.</summary>
    string NoCluster => "No cluster with Kafka is registered yet. A platform engineer registers one.";

    /// <summary>What to know of a cluster that is chosen.</summary>
    string Note(RequestCluster cluster);

    /// <summary>What comes before its name; nothing for most.</summary>
    RenderFragment Before(ResourceFields fields) => _ => { };

    /// <summary>Its own fields, below name, cluster, owner and description.</summary>
    RenderFragment After(ResourceFields fields);
}

/// <summary>Words beside the fields that every kind has.</summary>
/// <param name="NameExample">As in an empty field.</param>
/// <param name="Name">How names are made.</param>
/// <param name="AboutExample">As in an empty field.</param>
/// <param name="About">What to describe.</param>
public sealed record FormHints(string NameExample, string Name, string AboutExample, string About)
{
    /// <summary>What its name is called beside the resource it goes along with.</summary>
    public string NameTitle { get; init; } = "Name";
}
