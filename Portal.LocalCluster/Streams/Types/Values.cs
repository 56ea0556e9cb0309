namespace Portal.LocalCluster.Streams.Types;

/// <summary>How values compare, whatever their type.</summary>
public static class Values
{
    /// <summary>Null is the same as null: as keys and rows are compared, not as = does.</summary>
    public static bool AreSame(object? one, object? other) =>
        (one, other) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
            (object?[] a, object?[] b) => AreSame(a, b),
            _ => one.Equals(other),
        };

    public static bool AreSame(object?[] one, object?[] other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        for (var i = 0; i < one.Length; i++)
        {
            if (!AreSame(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static int Hash(object? value)
    {
        var hash = new HashCode();
        switch (value)
        {
            case byte[] bytes:
                hash.AddBytes(bytes);
                return hash.ToHashCode();
            case object?[] items:
                foreach (var item in items)
                {
                    hash.Add(Hash(item));
                }

                return hash.ToHashCode();
            default:
                return value?.GetHashCode() ?? 0;
        }
    }

    /// <summary>Of two values of one type, neither null. Text by its UTF-8 bytes, as Flink sorts it.</summary>
    public static int Compare(object one, object other) =>
        (one, other) switch
        {
            (string a, string b) => CompareText(a, b),
            (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
            (object?[] a, object?[] b) => Compare(a, b),
            (IComparable a, _) => a.CompareTo(other),
            _ => throw new InvalidOperationException(one.GetType().Name),
        };

    /// <summary>UTF-16 code units sort as code points do, but for surrogates.</summary>
    private static int CompareText(string a, string b)
    {
        var most = Math.Min(a.Length, b.Length);
        for (var i = 0; i < most; i++)
        {
            if (a[i] != b[i])
            {
                return char.IsSurrogate(a[i]) != char.IsSurrogate(b[i])
                    ? (char.IsSurrogate(a[i]) ? 1 : -1)
                    : a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int Compare(object?[] a, object?[] b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var order =
                a[i] is { } one && b[i] is { } other ? Compare(one, other)
                : a[i] is null ? (b[i] is null ? 0 : -1)
                : 1;
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}

/// <summary>Keys of state: single values and whole rows.</summary>
public sealed class ValueComparer : IEqualityComparer<object>
{
    public static readonly ValueComparer Instance = new();

    bool IEqualityComparer<object>.Equals(object? x, object? y) => Values.AreSame(x, y);

    public int GetHashCode(object obj) => Values.Hash(obj);
}
