using Portal.Core.Resources;

namespace Portal.Web.Features.Kinds;

/// <summary>What a form begins with.</summary>
/// <param name="Wanted">What is wanted of a resource that is there, or was requested before; null for a new one and for a delete.</param>
/// <param name="Base">What the edit began from: only what differs from it is requested. Null: the whole of it is.</param>
/// <param name="IsCopy">A new one that begins as another is: its name, place and owner are open.</param>
/// <param name="IsPermanent">A delete of which nothing is kept.</param>
/// <param name="KeepsLabels">No labels were requested, so those that are shown aren't requested either unless they are edited.</param>
public sealed record FormOrigin(
    ResourceOperation Operation,
    ResourceSpec? Wanted,
    ResourceSpec? Base,
    bool IsCopy = false,
    bool IsPermanent = false,
    bool KeepsLabels = false
)
{
    public static readonly FormOrigin New = new(ResourceOperation.Create, null, null);
}

/// <summary>One resource of a request while it is typed. Its kind adds its own fields; Core reviews the draft that comes out.</summary>
public abstract class ResourceForm(ResourceKind kind, FormOrigin origin)
{
    private string _cluster = "";
    private string _owner = "";
    private string? _name;

    public ResourceKind Kind => kind;

    public FormOrigin Origin => origin;

    public ResourceOperation Operation => origin.Operation;

    public ResourceSpec? Current => origin.Wanted;

    public ResourceSpec? Base => origin.Base;

    /// <summary>What is there, or was requested before, keeps its name, place and owner.</summary>
    public bool IsSettled => !origin.IsCopy && (Current is not null || Operation != ResourceOperation.Create);

    public bool IsDelete => Operation == ResourceOperation.Delete;

    /// <summary>The resource of the same request that it goes with, and how; null for one that stands alone.</summary>
    public (ResourceForm Leader, Companion As)? Beside { get; private set; }

    public string Cluster
    {
        get => Beside?.Leader.Cluster ?? _cluster;
        set => _cluster = value;
    }

    public string Owner
    {
        get => Beside?.Leader.Owner ?? _owner;
        set => _owner = value;
    }

    public string Name
    {
        get => _name ?? Expected ?? "";
        set => _name = value == Expected ? null : value;
    }

    /// <summary>The name that clients look for, from that of the resource it goes with; null while it goes with none.</summary>
    public string? Expected => Beside is var (leader, how) ? NameBeside(leader, how) : null;

    public string Description { get; set; } = origin.Wanted?.About ?? "";

    /// <summary>As typed: a key and a value on each line, <c>cost-centre=4711</c>.</summary>
    public string LabelText { get; set; } = LabelLines.Of(origin.Wanted?.Labels ?? default);

    /// <summary>All that it should have; null: the resource keeps its own.</summary>
    public Labels? Labels
    {
        get
        {
            var (typed, problem) = LabelLines.Read(LabelText);
            return problem is null && typed != LabelsBefore ? typed : null;
        }
    }

    // What needn't be requested: nobody edited it.
    private Labels? LabelsBefore =>
        Base is not null ? Base.Labels
        : Current is null ? default(Labels)
        : origin.KeepsLabels ? Current.Labels
        : null;

    /// <summary>Tells its fields from those of the request's other resources.</summary>
    public int Key { get; internal set; }

    /// <summary>The resources of the same request whose steps come first.</summary>
    public IList<ResourceForm> After { get; } = [];

    /// <summary>What it is called where it goes with another; empty while that isn't known.</summary>
    public string NameBeside(ResourceForm leader, Companion how) =>
        leader.Name.Trim() is { Length: > 0 } name && Suffix(how) is { } suffix ? name + suffix : "";

    public void GoWith(ResourceForm leader, Companion how) => Beside = (leader, how);

    /// <summary>From now on it stands alone, as it is.</summary>
    public void StandAlone()
    {
        (_name, _cluster, _owner) = (Name, Cluster, Owner);
        Beside = null;
    }

    /// <summary>What is wanted, as typed. Not asked of a delete.</summary>
    /// <param name="cluster">Where; null while no known one is chosen.</param>
    public abstract ResourceSpec Spec(RequestCluster? cluster);

    /// <summary>What is wrong with answers that aren't part of the spec, by field.</summary>
    public virtual IEnumerable<FieldProblem> Problems() => [];

    /// <summary>What is wrong with the labels as typed; null when nothing is.</summary>
    public string? LabelProblem => IsDelete ? null : LabelLines.Read(LabelText).Problem;

    /// <summary>The kind's own fields from top to bottom: the name each has in the spec, and the id of its element.</summary>
    public abstract IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster);

    /// <summary>The kind's own fields as typed, for a draft.</summary>
    public abstract string Keep();

    /// <summary>Fills them as they were kept.</summary>
    /// <exception cref="System.Text.Json.JsonException">They were kept in another form than is known here.</exception>
    public abstract void Restore(string kept);

    /// <summary>Fills the kind's own fields with what an address says of them.</summary>
    public virtual void BeginWith(string answers) { }

    /// <summary>The id of an element, which may stand once for each resource of a request.</summary>
    public string Id(string id) => Key == 0 ? id : $"{id}-{Key + 1}";

    /// <returns>What its name adds to that of the resource it goes with; null while that isn't known.</returns>
    protected virtual string? Suffix(Companion how) => how.Suffix;

    // What a person didn't touch stays as it is, to the last space.
    protected string About => Description == Current?.About ? Description : Description.Trim();
}
