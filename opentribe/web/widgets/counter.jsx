// How much room is left: quiet until it matters, said aloud once it is too much.
export function Counter({ count, limit }) {
  if (count < limit * 0.8) return null;
  const over = count - limit;
  if (over > 0) {
    return (
      <span className="counter" data-level="over" role="alert">
        {over.toLocaleString("en")} characters too many (limit {limit.toLocaleString("en")})
      </span>
    );
  }
  return (
    <span className="counter" data-level="near">
      {(-over).toLocaleString("en")} left
    </span>
  );
}
