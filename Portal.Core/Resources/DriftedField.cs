namespace Portal.Core.Resources;

/// <summary>A field of a managed resource that isn't as wanted.</summary>
public sealed record DriftedField(string Field, string? Wanted, string? Live);
