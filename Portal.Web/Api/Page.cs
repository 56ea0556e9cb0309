using System.ComponentModel;
using System.Globalization;

namespace Portal.Web.Api;

/// <summary>A page of a list that is paged by key.</summary>
/// <param name="Next">Send it as <c>after</c> for the next page; null on the last one.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("Send it as `after` for the next page; null on the last one.")] string? Next
);

/// <summary>Reading a list piece by piece.</summary>
internal static class Paging
{
    public const int Usual = 50;
    public const int Most = 200;

    public static int Size(int? limit) => Math.Clamp(limit ?? Usual, 1, Most);

    /// <summary>Cuts a page from rows of which one more was read than is shown, to know whether there is a next one.</summary>
    public static Page<TOut> Of<TIn, TOut>(
        IReadOnlyList<TIn> read,
        int size,
        Func<TIn, TOut> show,
        Func<TIn, string> key
    ) => new([.. read.Take(size).Select(show)], read.Count > size ? key(read[size - 1]) : null);

    public static string Key(long id) => id.ToString(CultureInfo.InvariantCulture);
}
