// As much of React's types as a tag needs: the project installs nothing but the package.
declare module "react" {
  export interface HTMLAttributes<T> {
    className?: string;
    onClick?: (event: { currentTarget: T }) => void;
  }
  export interface RefAttributes<T> {
    ref?: { current: T | null };
  }
  export namespace JSX {
    interface Element {
      type: unknown;
    }
    interface IntrinsicElements {
      p: object;
    }
  }
}

declare module "react/jsx-runtime" {
  export { JSX } from "react";
  export const jsx: unknown;
}
