namespace Portal.Schemas.Fields;

public enum FieldChangeKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One field of a schema that another version has otherwise.</summary>
/// <param name="Words">What about it: “string, default ""”, “type widened: int → long”, “no longer required”.</param>
public sealed record FieldChange(string Path, FieldChangeKind Kind, string Words)
{
    public override string ToString() =>
        Kind switch
        {
            FieldChangeKind.Added => $"{Path} added: {Words}",
            FieldChangeKind.Removed => $"{Path} removed: {Words}",
            _ => $"{Path}: {Words}",
        };
}
