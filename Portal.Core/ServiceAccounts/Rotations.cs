namespace Portal.Core.ServiceAccounts;

/// <summary>
/// Kafka shows of a credential its mechanism and its iterations, and nothing else. So the iterations carry which password it is: that one was
/// rotated, by us or by somebody else, can be seen.
/// </summary>
internal static class Rotations
{
    // Kafka takes 4,096 to 16,384.
    private const int Least = 8_192;
    private const int Span = 8_192;

    public static int Iterations(int rotation) => Least + rotation % Span;

    /// <summary>The rotation that iterations stand for, the first of those that have them; 0: none has.</summary>
    public static int Of(int iterations) => iterations is > Least and < Least + Span ? iterations - Least : 0;
}
