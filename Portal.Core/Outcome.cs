namespace Portal.Core;

/// <summary>What a person's act came to: done, or refused in words they can act on. A broken invariant is an exception instead.</summary>
public abstract record Outcome<T>
{
    private Outcome() { }

    public sealed record Done(T Value) : Outcome<T>;

    public sealed record Refused(Refusal Why) : Outcome<T>;

    public static implicit operator Outcome<T>(Refusal why) => new Refused(why);

    public static implicit operator Outcome<T>(T value) => new Done(value);
}

public enum RefusalKind
{
    /// <summary>What was typed is invalid: see the fields.</summary>
    Invalid,

    /// <summary>This person may not.</summary>
    Denied,

    NotFound,

    /// <summary>This person may, after signing in again.</summary>
    SignInAgain,

    /// <summary>The thing is not (or no longer) in a state where this can be done.</summary>
    Conflict,
}

/// <summary>Why not, in words: what, why, what to do now. Fields carry the words that belong beside what was typed.</summary>
public sealed record Refusal(RefusalKind Kind, string Words, IReadOnlyDictionary<string, string>? Fields = null)
{
    /// <summary>The change that the words are about, for a link; null: none.</summary>
    public ChangeId? Change { get; init; }

    /// <summary>Who has so many mistakes has sent something else than was meant: the rest needn't be looked for.</summary>
    public const int Enough = 10_000;

    public static Refusal Denied(string words) => new(RefusalKind.Denied, words);

    public static Refusal SignInAgain(string words) => new(RefusalKind.SignInAgain, words);

    public static Refusal NotFound(string words) => new(RefusalKind.NotFound, words);

    public static Refusal Conflict(string words) => new(RefusalKind.Conflict, words);

    public static Refusal Invalid(IReadOnlyDictionary<string, string> fields) =>
        new(
            RefusalKind.Invalid,
            fields.Count switch
            {
                1 => fields.Values.First(),
                >= Enough => $"At least {Enough:N0} fields are invalid.",
                var count => $"{count} fields are invalid.",
            },
            fields
        );
}
