using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>What an edit of an account is, in words and by field.</summary>
internal static class ServiceAccountEdits
{
    public static string Act(
        ResourceOperation operation,
        string name,
        ServiceAccountSpec? from,
        ServiceAccountSpec? to
    ) =>
        (operation, from, to) switch
        {
            (ResourceOperation.Create, _, _) => $"create account {name}",
            (ResourceOperation.Delete, _, _) => $"delete account {name}",
            (_, { } former, { } wanted) when former.Rotation != wanted.Rotation => $"rotate the password of {name}",
            (_, { FormerUntil: not null }, { FormerUntil: null }) => $"end the former password of {name}",
            (_, { } former, { FormerUntil: { } until }) when former.FormerUntil != until =>
                $"keep the former password of {name} until {UtcTime.InWords(until)}",
            _ => $"change account {name}",
        };

    public static ServiceAccountSpec Merge(
        ServiceAccountSpec now,
        ServiceAccountSpec origin,
        ServiceAccountSpec wanted
    ) =>
        wanted with
        {
            Authentication =
                origin.Authentication == wanted.Authentication ? now.Authentication : wanted.Authentication,
            Mechanism = origin.Mechanism == wanted.Mechanism ? now.Mechanism : wanted.Mechanism,
            Rotation = origin.Rotation == wanted.Rotation ? now.Rotation : wanted.Rotation,
            Description = origin.Description == wanted.Description ? now.Description : wanted.Description,
            FormerUntil =
                origin.FormerUntil == wanted.FormerUntil && !Rotates(origin, wanted)
                    ? now.FormerUntil
                    : wanted.FormerUntil,
        };

    public static IReadOnlyList<FieldMove> Between(ServiceAccountSpec from, ServiceAccountSpec to) =>
        [
            .. new FieldMove[]
            {
                new("description", $"“{from.Description}”", $"“{to.Description}”"),
                new("authentication", Word(from), Word(to)),
                new("mechanism", from.Mechanism.Title(), to.Mechanism.Title()),
                new("rotation", $"{from.Rotation}", $"{to.Rotation}"),
                new("formerUntil", Until(from), Until(to)),
            }.Where(move => move.Before != move.After),
        ];

    /// <summary>
    /// A file goes on naming the end of a former password when that is over: it can't come back, so nothing is asked. Nor does one that was written before
    /// a rotation undo it: a password that was replaced is gone.
    /// </summary>
    public static ServiceAccountSpec Complete(ServiceAccountSpec spec, ServiceAccountSpec? managed) =>
        managed is not null && spec.Rotation < managed.Rotation
            ? spec with
            {
                Rotation = managed.Rotation,
                Mechanism = managed.Mechanism,
                FormerUntil = managed.FormerUntil,
            }
        : managed is { FormerUntil: null } && managed.Rotation == spec.Rotation && managed.Mechanism == spec.Mechanism
            ? spec.WithoutFormer
        : spec;

    // Another password is the former one then: that an earlier one has ended meanwhile doesn't end it.
    private static bool Rotates(ServiceAccountSpec origin, ServiceAccountSpec wanted) =>
        origin.Mechanism != wanted.Mechanism || origin.Rotation != wanted.Rotation;

    private static string Word(ServiceAccountSpec spec) => StoreTypes.Word(spec.Authentication);

    private static string? Until(ServiceAccountSpec spec) =>
        spec.FormerUntil is { } until ? UtcTime.InWords(until) : null;
}
