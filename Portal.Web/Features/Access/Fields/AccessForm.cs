using System.Globalization;
using System.Web;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Access.Fields;

/// <summary>When a grant is to end, as it is chosen.</summary>
public enum AccessTerm
{
    /// <summary>What the portal gives who says nothing.</summary>
    Usual,
    On,
    Never,
}

/// <summary>A grant while it is typed.</summary>
public sealed class AccessForm : ResourceForm
{
    private const string Day = "yyyy-MM-dd";

    public AccessForm(FormOrigin origin)
        : base(AccessKind.Word, origin)
    {
        if (Current is AccessSpec now)
        {
            (Principal, Mode, Topic, Pattern) = (now.Principal, now.Mode, now.Topic, now.Pattern);
            (Group, TransactionalId) = (now.Group ?? "", now.TransactionalId ?? "");
            Term = now.NeverExpires || now.Expires is null ? AccessTerm.Never : AccessTerm.On;
            Date = now.Expires is { } end ? LastDay(end) : "";
        }
    }

    public string Principal { get; set; } = "User:";

    public AccessMode Mode { get; set; }

    public string Topic { get; set; } = "";

    public AclPattern Pattern { get; set; }

    public string Group { get; set; } = "";

    public string TransactionalId { get; set; } = "";

    public AccessTerm Term { get; set; }

    /// <summary>What can be chosen. A grant that is there has its end already: without another one it keeps that.</summary>
    public IReadOnlyList<AccessTerm> Terms =>
        [.. Enum.GetValues<AccessTerm>().Where(term => term != AccessTerm.Usual || !IsUpdate)];

    /// <summary>The last day in UTC, as it is typed: 2027-03-31.</summary>
    public string Date { get; set; } = "";

    // What removes unmanaged ACLs stays that, and grants nothing.
    public override AccessSpec Spec(RequestCluster? cluster) =>
        Current is AccessSpec { IsRemoval: true } removal
            ? removal with
            {
                Owner = Owner,
                Description = About,
            }
            : new(
                Principal.Trim(),
                Mode,
                Topic.Trim(),
                Pattern,
                Mode == AccessMode.Read ? Group.Trim() : null,
                Mode == AccessMode.WriteInTransactions ? TransactionalId.Trim() : null,
                Expires,
                Term == AccessTerm.Never,
                Owner,
                About
            );

    public override IEnumerable<FieldProblem> Problems() =>
        Term == AccessTerm.On && Expires is null
            ? [new("expires", "Enter the last day as year-month-day, such as 2027-03-31.")]
            : [];

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [
            ("principal", "principal"),
            ("mode", "mode"),
            ("topic", "topic"),
            ("pattern", "pattern"),
            ("group", "group"),
            ("transactionalId", "transactional-id"),
            ("expires", "expires"),
        ];

    public override string Keep() =>
        CoreJson.Write(new Answers(Principal, Mode, Topic, Pattern, Group, TransactionalId, Term, Date));

    public override void Restore(string kept)
    {
        var (term, date) = (Term, Date);
        (Principal, Mode, Topic, Pattern, Group, TransactionalId, Term, Date) = CoreJson.Read<Answers>(kept);
        if (Term == AccessTerm.Usual && IsUpdate)
        {
            // An earlier version of the portal offered it here.
            (Term, Date) = (term, date);
        }
    }

    /// <param name="answers">As in an address: to=orders&amp;as=User:billing&amp;mode=Read, or until=2027-03-31 for more time.</param>
    public override void BeginWith(string answers)
    {
        var given = HttpUtility.ParseQueryString(answers);
        if (given["until"] is { Length: > 0 } last)
        {
            (Term, Date) = (AccessTerm.On, last);
            return;
        }

        Topic = given["to"] ?? "";
        Principal = given["as"] is { Length: > 0 } principal ? principal : Principal;
        Mode = Enum.TryParse<AccessMode>(given["mode"], out var mode) ? mode : Mode;
        Pattern = Enum.TryParse<AclPattern>(given["pattern"], out var pattern) ? pattern : Pattern;
    }

    /// <summary>The moment at which it ends, as far as it is typed. What nobody edited stays to the second; a day ends with it.</summary>
    public DateTimeOffset? Expires =>
        Term != AccessTerm.On ? null
        : Current is AccessSpec { Expires: { } now } && LastDay(now) == Date.Trim() ? now
        : DateOnly.TryParseExact(Date.Trim(), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var last)
        && last < DateOnly.MaxValue // no moment ends that one
            ? new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;

    private bool IsUpdate => Operation == ResourceOperation.Update;

    // Of one that ends at midnight the day before.
    private static string LastDay(DateTimeOffset end) =>
        end.ToUniversalTime().AddTicks(-1).ToString(Day, CultureInfo.InvariantCulture);

    private sealed record Answers(
        string Principal,
        AccessMode Mode,
        string Topic,
        AclPattern Pattern,
        string Group,
        string TransactionalId,
        AccessTerm Term,
        string Date
    );
}
