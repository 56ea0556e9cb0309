using System.Text.Json.Serialization;
using Portal.Core.Evaluation;

namespace Portal.Core.Teams;

/// <summary>How an act reached us.</summary>
public enum ActorVia
{
    Page,
    Token,
    Delegation,
    Service,
}

/// <summary>Who acts: a person by handle, or one of our services. Every intent, vote and audit event carries one.</summary>
/// <param name="Name">The person's handle, or the service's name.</param>
/// <param name="OnBehalfOf">The handle of who delegated, if anyone did.</param>
public sealed record Actor(string Name, ActorVia Via, string? OnBehalfOf = null)
{
    /// <summary>
    /// The number of the API token that they act with; null: none, or read from the store, where the data of the act's audit event has it. The seals of events
    /// are hashes of an actor without it.
    /// </summary>
    [JsonIgnore]
    public long? Token { get; init; }

    /// <summary>Both whose hands these are and whose wish it is: neither may judge what the other asked for.</summary>
    public IEnumerable<string> Names => OnBehalfOf is null ? [Name] : [Name, OnBehalfOf];

    public static readonly Actor Planner = new("planner", ActorVia.Service);
    public static readonly Actor Applier = new("applier", ActorVia.Service);
    public static readonly Actor Collector = new("collector", ActorVia.Service);
    public static readonly Actor Reconciler = new("reconciler", ActorVia.Service);
    public static readonly Actor Clock = new("clock", ActorVia.Service);
    public static readonly Actor Seed = new("seed", ActorVia.Service);

    /// <summary>For what somebody does whom web doesn't know.</summary>
    public static readonly Actor Web = new("web", ActorVia.Service);
}
