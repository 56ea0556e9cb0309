namespace Portal.Core.Schemas;

/// <summary>What an id stands for in a registry: several subjects may carry the same schema.</summary>
public sealed record IdOwner(string Subject, int Version);

/// <summary>An id that a topic's newest records carry.</summary>
/// <param name="Owners">Empty: no subject that was seen has it.</param>
public sealed record TopicSchemaId(SchemaIdUse Use, IReadOnlyList<IdOwner> Owners);

/// <summary>A topic's newest records by the ids that they carry.</summary>
/// <param name="Ids">Those that most carry first.</param>
public sealed record TopicSample(SampleState State, IReadOnlyList<TopicSchemaId> Ids);
