namespace Portal.Core.Schemas;

/// <summary>Another subject's version that a schema builds on.</summary>
/// <param name="Name">What the schema calls it: a type's full name, or an import's path.</param>
public sealed record SchemaReference(string Name, string Subject, int Version);
