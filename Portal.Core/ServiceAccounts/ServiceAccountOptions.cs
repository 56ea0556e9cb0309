using System.ComponentModel.DataAnnotations;

namespace Portal.Core.ServiceAccounts;

/// <summary>Which accounts nobody gets.</summary>
public sealed class ServiceAccountOptions : IValidatableObject
{
    public const string Section = "Portal:ServiceAccounts";

    private const char AnyEnd = '*';

    private static readonly string[] Usual =
    [
        "admin",
        "administrator",
        "broker",
        "broker-*",
        "controller",
        "controller-*",
        "kafka",
        "root",
        "super",
        "superuser",
        "zookeeper",
    ];

    /// <summary>
    /// Names of those who may do everything: brokers, administrators. Who is a super user can't be read from a cluster, so it is said here. One that ends in
    /// * is how names begin; case doesn't count. Null: the usual ones.
    /// </summary>
    public IReadOnlyList<string>? ReservedNames { get; set; }

    public bool IsReserved(string name) =>
        (ReservedNames ?? Usual).Any(reserved =>
            reserved[^1] == AnyEnd
                ? name.StartsWith(reserved[..^1], StringComparison.OrdinalIgnoreCase)
                : name.Equals(reserved, StringComparison.OrdinalIgnoreCase)
        );

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        (ReservedNames ?? [])
            .Where(name => name.TrimEnd(AnyEnd).Length == 0 || name != name.Trim())
            .Select(name => new ValidationResult(
                $"{Section}:{nameof(ReservedNames)}: “{name}” is neither a name nor how names begin.",
                [nameof(ReservedNames)]
            ));
}
