using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>What is wanted of a resource. Each kind's own, kept as JSON; equal specs are equal bytes.</summary>
/// <param name="Owner">The name of the team that owns it.</param>
public abstract record ResourceSpec(string Owner)
{
    /// <summary>Its owner's own words about it, of any kind; not written where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Labels Labels { get; init; }

    /// <summary>Criticality; null for kinds of which nobody says it.</summary>
    [JsonIgnore]
    public virtual Tier? Criticality => null;

    /// <summary>What it is for, in its owner's words; empty when nobody said.</summary>
    [JsonIgnore]
    public virtual string About => "";

    /// <summary>One like this has a password that was shown to whoever requested it.</summary>
    [JsonIgnore]
    public virtual bool HasPassword => false;

    /// <summary>What stays wanted once it is applied, without what it says of one change alone.</summary>
    [JsonIgnore]
    public virtual ResourceSpec Lasting => this;

    /// <summary>The same at another criticality; only asked of a kind that has one.</summary>
    public virtual ResourceSpec At(Tier tier) => this;

    /// <summary>The same with its end left open; itself where a kind has none.</summary>
    public virtual ResourceSpec OpenEnded() => this;

    /// <summary>What an old file wants: of an end in it that is over, the one that is managed stays; itself where there is no such end.</summary>
    public virtual ResourceSpec WithManagedEnd(ResourceSpec managed, DateTimeOffset now) => this;

    /// <summary>Whether a former request of the same name can be cancelled for this one: what that one does to what is there beside the resource, this one does too.</summary>
    public virtual bool Replaces(ResourceSpec former) => true;

    /// <summary>What of it can't be wanted of one that is new, by field.</summary>
    public virtual IEnumerable<FieldProblem> CreationProblems() => [];
}
