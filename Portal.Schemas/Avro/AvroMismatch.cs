namespace Portal.Schemas.Avro;

/// <summary>Which rule of "Schema Resolution" a reader breaks.</summary>
public enum AvroRule
{
    /// <summary>The reader's field isn't in what was written, and there is no default to put there.</summary>
    DefaultMissing,

    /// <summary>One type can't be read as the other.</summary>
    TypeChanged,

    /// <summary>What was written may be of a type that the reader's union doesn't hold.</summary>
    BranchMissing,

    /// <summary>What was written may be a symbol that the reader's enum doesn't know, and it has no default.</summary>
    SymbolMissing,

    /// <summary>The names differ and no alias says that they are the same.</summary>
    NameChanged,

    /// <summary>A fixed has another number of bytes.</summary>
    SizeChanged,

    /// <summary>A field's name and aliases fit several fields of what was written.</summary>
    AliasAmbiguous,

    /// <summary>
    /// What was written for a field without a default is another field's by its alias. Avro's Java reads it as that one alone; other readers, and the
    /// registry, take it for both.
    /// </summary>
    AliasTaken,
}

/// <summary>Why a reader can't read.</summary>
/// <param name="Path">The field as the reader calls it, with dots; empty for the whole.</param>
/// <param name="Message">A sentence for whoever must mend it.</param>
/// <param name="Offset">Where the reader declares the field, in bytes of its text; null for the whole.</param>
public sealed record AvroMismatch(string Path, AvroRule Rule, string Message, int? Offset);
